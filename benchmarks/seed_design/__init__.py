"""Two small builds of the simplest design with the same routes, to stand beside the service: see benchmarks/README.md.

FastAPI answers at once and works on the job in a BackgroundTask of its own process; jobs are rows of PostgreSQL. The
builds are what their author would write who knows the libraries: sessions are short, clients are shared, pools are
large enough. They redact nothing, check nothing that the model says, flush no file and recover no job.

They run in an environment of their own, `make build/benchmarks/.ready`:

    build/benchmarks/bin/python -m uvicorn benchmarks.seed_design.threads:app
"""
