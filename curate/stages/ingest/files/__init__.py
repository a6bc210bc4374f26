"""The files that a source names: found, unpacked, decoded, wherever their bytes lie."""
