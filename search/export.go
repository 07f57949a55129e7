package search

func (o *opened) export() ([]File, error) { return nil, nil }
