"""The desk's memory: the only place with SQL; behind the verbs of ``app.workflow.ports``."""
