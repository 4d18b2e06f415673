"""Any token-classification model in ONNX, run in this process and without a network: weights of one's own."""
