"""${message}.

Revision: ${up_revision}
After: ${down_revision or 'nothing'}
"""

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    """Goes forward."""
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    """Goes back."""
    ${downgrades if downgrades else "pass"}
