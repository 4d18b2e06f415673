"""Technologies behind the ports: folder = port, file = technology, class = technology + port."""
