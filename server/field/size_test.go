package field

import (
	"fmt"
	"testing"

	"github.com/portage-livraison/portage/server/sliprepo"
	"github.com/portage-livraison/portage/server/store"
)

// BenchmarkIdleBySize: an idle exchange of a driver with 30 slips, in stores of
// growing size. The cost must not grow.
func BenchmarkIdleBySize(b *testing.B) {
	for _, size := range []int{1_000, 30_000} {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			w := newTown(b)
			w.fillStore(size)
			for n := range 30 {
				w.addSlip(n+1, 1, today)
			}
			p := w.phone(1)
			p.sync()
			body := p.body()
			for b.Loop() {
				if _, err := w.Exchange(b.Context(), device(1), body); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// fillStore adds slips of many drivers over many days, and what they lead to.
func (w *town) fillStore(size int) {
	w.t.Helper()
	w.addSlip(99, 2, today)
	model, err := w.store.Get(w.t.Context(), sliprepo.Name, slipID(99))
	if err != nil {
		w.t.Fatal(err)
	}
	var docs []store.Doc
	for n := range size {
		d := model
		d.ID, d.Version, d.Keys = slipID(1_000_000+n), 0, map[string]any{}
		for k, v := range model.Keys {
			d.Keys[k] = v
		}
		d.Keys["driver"] = fmt.Sprintf("driver-x%d", n%200)
		d.Keys["day"] = fmt.Sprintf("2026-%02d-%02d", n%12+1, n/12%28+1)
		if docs = append(docs, d); len(docs) == 1000 || n == size-1 {
			for _, err := range w.store.Insert(w.t.Context(), docs...) {
				if err != nil {
					w.t.Fatal(err)
				}
			}
			docs = docs[:0]
		}
	}
}
