"""What drives the core: HTTP and the command line. They translate, they decide nothing."""
