package world

import "github.com/slipway-dev/slipway/cmd/ids"

func (w *World) openIDs() (err error) {
	w.ids, err = ids.New(w.o.Random)
	return err
}
