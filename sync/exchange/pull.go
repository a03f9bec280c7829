package exchange

import (
	"context"
	"slices"
	"time"
)

// readAtOnce is how many documents are read before the size of the answer is
// looked at.
const readAtOnce = 40

// pull compares what the phone has with what its person may see now. There is
// no cursor and nothing is remembered: the same question has the same answer.
func (x *Exchange) pull(ctx context.Context, s Sender, req Request, now time.Time, fresh map[string]Loaded, a *Answer) error {
	switch {
	case s.Access == AccessRevoked:
		for id := range req.Have {
			a.Gone = append(a.Gone, id)
		}
		slices.Sort(a.Gone)
		return nil
	case s.Access != AccessOK || a.Upgrade:
		return nil
	}
	refs, err := x.View.Visible(ctx, s.Person, now)
	if err != nil {
		return err
	}
	visible := make(map[string]bool, len(refs))
	wanted := make([]Ref, 0, len(refs))
	for _, r := range refs {
		visible[r.ID] = true
		if v, has := req.Have[r.ID]; !has || v != r.Version {
			wanted = append(wanted, r)
		}
	}
	for id := range req.Have {
		if !visible[id] {
			a.Gone = append(a.Gone, id)
		}
	}
	slices.Sort(a.Gone)
	return x.put(ctx, s, now, wanted, fresh, a)
}

// put fills a up to MaxAnswer, and always with one document at least.
func (x *Exchange) put(ctx context.Context, s Sender, now time.Time, wanted []Ref, fresh map[string]Loaded, a *Answer) error {
	size := 0
	for len(wanted) > 0 {
		n := min(len(wanted), readAtOnce)
		docs, err := x.View.Read(ctx, s.Person, now, wanted[:n], fresh)
		if err != nil {
			return err
		}
		wanted = wanted[n:]
		for _, d := range docs {
			if size += len(d.Body); size > MaxAnswer && len(a.Put) > 0 {
				a.More = true
				return nil
			}
			a.Put = append(a.Put, d)
		}
	}
	return nil
}
