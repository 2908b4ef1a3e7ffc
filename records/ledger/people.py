"""`office.people`: who works here. The keyring lets them in, the table in the file says what they may do."""

from sqlalchemy import Connection, insert, select, update

from forms.problems import Problem
from records.ledger.seat import JUDGES, Seat
from records.model.normal_text import normal
from records.model.office import NewUser, User
from records.model.states import Role
from records.problem_codes import BAD_PERSON_NAME, NO_SUCH_PERSON, VOUCHED_BY_ONESELF, WRONG_PASSPHRASE
from records.store.audit_chain import append
from records.store.keyring import Kdf, Keyring
from records.store.sign_in_guard import SignInGuard
from records.store.tables import person_of_office

LONGEST_NAME = 50


def clean_name(name: str) -> str:
    """Return a person's name as it is kept. Raises Problem RECORDS-026, -04x."""
    clean = normal(name.strip())
    if not clean or len(clean) > LONGEST_NAME or "\n" in clean or "\t" in clean:
        raise Problem(BAD_PERSON_NAME, values={"most": LONGEST_NAME})
    return clean


def enter(connection: Connection, office_code: str, name: str, role: Role, at: str) -> None:
    """Write a person into the office's file, inside the caller's transaction."""
    connection.execute(
        insert(person_of_office).values(office_code=office_code, name=name, role=str(role), added_at=at)
    )


def role_of(connection: Connection, office_code: str, name: str) -> Role | None:
    """Return the role of an active person, or None."""
    found = connection.execute(
        select(person_of_office.c.role).where(
            person_of_office.c.office_code == office_code,
            person_of_office.c.name == name,
            person_of_office.c.active == 1,
        )
    ).scalar()
    return None if found is None else Role(found)


class People:
    """The people of one office."""

    def __init__(self, seat: Seat, keyring: Keyring, kdf: Kdf) -> None:
        self._seat = seat
        self._keyring = keyring
        self._kdf = kdf

    def all(self) -> list[User]:
        """Return everybody who can sign in."""
        query = select(person_of_office.c.name, person_of_office.c.role).where(
            person_of_office.c.office_code == self._seat.info.code, person_of_office.c.active == 1
        )
        with self._seat.store.reading() as connection:
            rows = connection.execute(query.order_by(person_of_office.c.added_at, person_of_office.c.name))
            return [User(row.name, Role(row.role)) for row in rows]

    def add(self, new: NewUser) -> None:
        """Add a person. Raises Problem RECORDS-020, -021, -024, -025, -026."""
        self._seat.must_lead()
        name = clean_name(new.name)
        with self._seat.store.writing() as connection:
            if role_of(connection, self._seat.info.code, name) is None:
                self._keyring.remove(name)  # left by an adding that was killed: it never let anybody in
            self._keyring.add(name, new.role, new.passphrase, self._kdf)
            back = (person_of_office.c.office_code == self._seat.info.code, person_of_office.c.name == name)
            values = {"role": str(new.role), "active": 1}
            if connection.execute(update(person_of_office).where(*back).values(values)).rowcount == 0:
                enter(connection, self._seat.info.code, name, new.role, self._seat.now())
            append(connection, self._seat.author(), "person_add", name, str(new.role))
            # The keyring last, inside the transaction: a person in the keyring alone would find no role here.
            self._keyring.write()

    def prove(self, passphrase: str) -> None:
        """Raise Problem RECORDS-002 when *passphrase* is not that of who is signed in."""
        self._keyring.open(self._seat.user.name, passphrase)

    def vouch(self, name: str, passphrase: str) -> str:
        """Let another person agree to something on the spot; return their name as it is written down.

        Raises Problem RECORDS-002 (wrong passphrase), -003 (wait), -207 (oneself, or somebody who does not lead).
        """
        guard = SignInGuard(self._keyring.folder, self._seat.clock)
        clean = normal(name.strip())
        guard.admit(clean)
        try:
            Keyring.read(self._keyring.folder).open(clean, passphrase)
        except Problem:
            guard.failed(clean)
            raise
        guard.succeeded(clean)
        with self._seat.store.reading() as connection:
            role = role_of(connection, self._seat.info.code, clean)
        if clean == self._seat.user.name or role not in JUDGES:
            raise Problem(VOUCHED_BY_ONESELF)
        return clean

    def change_passphrase(self, old: str, new: str) -> None:
        """Change one's own passphrase. Raises Problem RECORDS-002 (the old one is wrong), -020, -025."""
        name = self._seat.user.name
        self._keyring.open(name, old)
        self._keyring.change(name, new)
        self._keyring.write()
        with self._seat.store.writing() as connection:
            append(connection, self._seat.author(), "passphrase", name)

    def reset_passphrase(self, name: str, new: str) -> None:
        """Give another person, who forgot theirs, a passphrase to come in with once. Raises Problem RECORDS-022, -024."""
        self._seat.must_lead()
        self._keyring.change(name, new, once=name != self._seat.user.name)
        self._keyring.write()
        with self._seat.store.writing() as connection:
            append(connection, self._seat.author(), "passphrase", name, "reset")

    def must_change(self) -> bool:
        """Say whether who is signed in came with a one-time code and has to choose a passphrase."""
        return self._keyring.must_change(self._seat.user.name)

    def remember_machine(self) -> str:
        """Let who is signed in come in on this PC without the passphrase; return what its key store has to keep."""
        name = self._seat.user.name
        with self._seat.store.writing() as connection:
            secret = self._keyring.remember(name)
            append(connection, self._seat.author(), "remember", name)
            self._keyring.write()
        return secret

    def forget_machines(self) -> int:
        """Let no PC open the office for who is signed in without the passphrase; return how many did."""
        name = self._seat.user.name
        with self._seat.store.writing() as connection:
            forgotten = self._keyring.forget(name)
            append(connection, self._seat.author(), "forget", name, str(forgotten))
            self._keyring.write()
        return forgotten

    def remembered_machines(self) -> int:
        """Return on how many PCs who is signed in comes in without the passphrase."""
        return self._keyring.remembers(self._seat.user.name)

    def make_recovery_code(self) -> str:
        """Return a new recovery code, to be printed and locked away; a code made before opens no more.

        Raises Problem RECORDS-024. It is kept nowhere: who loses the paper makes another.
        """
        self._seat.must_lead()
        code = self._keyring.make_recovery()
        with self._seat.store.writing() as connection:
            append(connection, self._seat.author(), "recovery_code", self._seat.info.code)
            self._keyring.write()
        return code

    def remove(self, name: str) -> None:
        """Let a person sign in no more; what they did stays under their name. Raises Problem RECORDS-022, -024."""
        self._seat.must_lead()
        if name == self._seat.user.name:
            raise Problem(WRONG_PASSPHRASE)  # nobody locks themselves out by a slip
        with self._seat.store.writing() as connection:
            gone = update(person_of_office).where(
                person_of_office.c.office_code == self._seat.info.code, person_of_office.c.name == name
            )
            if connection.execute(gone.values(active=0)).rowcount == 0:
                raise Problem(NO_SUCH_PERSON, values={"name": name})
            append(connection, self._seat.author(), "person_remove", name)
            self._keyring.remove(name)
            self._keyring.write()
