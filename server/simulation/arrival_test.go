package simulation

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/portage-livraison/portage/sync/phone"
)

// TestArrivalIsNothing plays one day of three phones again and again: in batches
// of other sizes, in another order across phones and within each, with
// repetitions. Custody is the same each time.
func TestArrivalIsNothing(t *testing.T) {
	want := ""
	for seed := range uint64(40) {
		got := arrive(t, rand.New(rand.NewPCG(seed, 40)))
		if want == "" {
			want = got
		}
		if got != want {
			t.Fatalf("seed %d: the slips stand at\n%s\nand stood at\n%s", seed, got, want)
		}
	}
}

func arrive(t *testing.T, r *rand.Rand) string {
	w := town(t, 3, 6)
	type packet struct {
		c    *carried
		acts []phone.Act
	}
	var packets []packet
	for i, c := range w.phones {
		w.deliver(c, w.slips[i])
		w.says(c, func() (phone.Act, error) { return c.PickUp(w.slips[3+i], 2) },
			func() (phone.Act, error) { return c.HandOver(w.slips[3+i], 900, phone.Signed("Odette")) },
			func() (phone.Act, error) { return c.Correct(c.Waiting()[4], "mauvais montant") },
			func() (phone.Act, error) { return c.Fail(w.slips[3+i], "noAnswer", "inVehicle") },
			func() (phone.Act, error) { return c.Note(w.slips[(i+1)%3], "vue chez la voisine") })
		acts := c.Waiting()
		r.Shuffle(len(acts), func(a, b int) { acts[a], acts[b] = acts[b], acts[a] })
		for batch := range slices.Chunk(acts, 1+r.IntN(5)) {
			packets = append(packets, packet{c, batch})
			if r.IntN(3) == 0 {
				packets = append(packets, packet{c, batch})
			}
		}
	}
	r.Shuffle(len(packets), func(a, b int) { packets[a], packets[b] = packets[b], packets[a] })
	for _, p := range packets {
		w.half(p.c, p.acts)
	}
	out := ""
	for i, id := range w.slips {
		st := w.state(id)
		out += fmt.Sprintln(i, st.Goods.State, st.Goods.Place, slices.Index(w.drivers, st.Goods.Holder), st.Cheque.State,
			slices.Index(w.drivers, st.Cheque.Holder), st.Cheque.Amount, st.Complete, len(st.Tasks), len(st.Notes))
	}
	return out
}
