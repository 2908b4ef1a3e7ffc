"""The sample data of the first start is what a clerk could have entered."""

from records.ledger import Office
from records.model.ids import SystemIds
from records.store.keyring import CHEAPEST
from tests.desktop.frame.conftest import CLERK, PASSPHRASE
from tests.fakes.fixed_clock import FixedClock


def test_samples_pass_the_forms_own_checks(office_folder):
    """Everything but the drafts kept on purpose was completed, reviewed and partly returned: no form has outgrown
    its samples.
    """
    with Office.open(office_folder, CLERK, PASSPHRASE, FixedClock(), SystemIds(), kdf=CHEAPEST) as office:
        counts = {
            info.form_id: {str(state): count for state, count in office.records.counts(info.form_id).items()}
            for info in office.forms.all()
        }
    assert {form for form, states in counts.items() if states["draft"]} == {"employment"}
    assert counts["employment"]["approved"] > 20
    assert counts["employment"]["returned"] == 2
    filled = {form for form, states in counts.items() if any(states.values())}
    assert filled >= {"employment", "training_class", "prof_exchange", "money_donation", "goods_donation"}
    assert all(counts[form]["approved"] for form in filled)
