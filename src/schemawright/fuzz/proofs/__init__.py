"""The proofs of a workspace: examples hold, generated dataclasses agree, engines agree."""
