"""Run by Alembic, on the connection that `migrate` has opened."""

from alembic import context

from cvparser.adapters.job_repository.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    version_table=context.config.attributes["version_table"],
    target_metadata=metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
