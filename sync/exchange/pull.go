package exchange

import (
	"context"
	"slices"
	"strconv"
	"strings"
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
		a.More = req.Digest != "" // what it must give up is named when it lists it
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
	if req.Digest != "" {
		a.More = req.Digest != digest(refs)
		return nil
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

// digest is what a phone that holds exactly refs sends in the place of have.
func digest(refs []Ref) string {
	refs = slices.Clone(refs)
	slices.SortFunc(refs, func(a, b Ref) int { return strings.Compare(a.ID, b.ID) })
	b := make([]byte, 0, len(refs)*48)
	for _, r := range refs {
		b = append(append(b, r.ID...), ':')
		b = append(strconv.AppendInt(b, r.Version, 10), '\n')
	}
	return sum(b)
}
