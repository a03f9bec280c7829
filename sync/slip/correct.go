package slip

// corrections finds what is taken out of the fold, before it starts, so that a
// correction may arrive before the entry it names.
func (f *folder) corrections() {
	f.out = map[string]bool{}
	f.fixed = map[string]verdict{}
	for i := range f.facts {
		c := &f.facts[i]
		if c.Kind != Corrected || c.err != nil {
			continue
		}
		code := f.correct(i, c)
		switch code {
		case "":
			f.out[c.d.Entry] = true
			f.fixed[c.ID] = verdict{Applied, nil}
		case codeAlready, codeAccepted:
			f.out[c.d.Entry] = true
			f.fixed[c.ID] = verdict{Applied, []string{code}}
		default:
			f.fixed[c.ID] = verdict{Disputed, []string{code}}
		}
	}
}

// correct says why the correction at place i has no effect, or "" when it has.
func (f *folder) correct(i int, c *fact) string {
	j := -1
	for k := range f.facts {
		if f.facts[k].ID == c.d.Entry {
			j = k
		}
	}
	if j < 0 {
		return codeUnknown
	}
	target := &f.facts[j]
	switch {
	case !target.Kind.IsFact() || target.Kind == Corrected:
		return codeNotOne
	case f.isSealed(target.ID):
		return codeComplete
	case f.out[target.ID]:
		return codeAlready
	case f.decided[c.ID] == Accept:
		return codeAccepted
	case target.Device != c.Device:
		return codeOtherDevice
	case c.Device == "":
		return "" // the desk takes back what the desk or a merchant's page wrote
	}
	if gap := c.At.Sub(target.At); gap >= 0 && gap <= CorrectionWindow {
		return ""
	}
	for k := j + 1; k < i; k++ {
		if e := &f.facts[k]; e.Device == c.Device && moves(e.Kind) && !f.out[e.ID] {
			return codeTooLate
		}
	}
	return ""
}

// moves says whether k moves goods or cheque.
func moves(k Kind) bool {
	_, goods := goodsTable[k]
	return goods || k == ChequeReturned
}
