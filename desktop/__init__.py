"""What people see. The only room that knows Qt; its console does not."""

from desktop import singletons

singletons.hold()
