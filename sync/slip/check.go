package slip

// checkPlan says whether the desk may do this now. Facts are never asked.
func checkPlan(st State, kind Kind, d Data) error {
	if kind == Created {
		if st.Number != "" {
			return ErrExists
		}
		return nil
	}
	if st.Number == "" {
		return ErrNotCreated
	}
	if kind == Settled {
		return checkSettled(st, d)
	}
	if st.Complete {
		return ErrComplete
	}
	switch kind {
	case Reopened:
		if st.Cancelled == nil {
			return ErrNotCancelled
		}
		return nil
	case Cancelled:
		if st.Goods.State == GoodsDelivered {
			return ErrDelivered
		}
	case Edited:
		if d.Sheet != nil && chequeOut(st.Cheque.State) && (d.Sheet.Merchant.Payee != st.Sheet.Merchant.Payee || d.Sheet.Amount != st.Sheet.Amount) {
			return ErrChequeOut
		}
	}
	if st.Cancelled != nil {
		return ErrCancelled
	}
	return nil
}

func chequeOut(s ChequeState) bool { return s == ChequeWithDriver || s == ChequeWithMerchant }

func checkSettled(st State, d Data) error {
	for _, t := range st.Tasks {
		if t.Entry != d.Entry {
			continue
		}
		if d.Decision == Accept && st.Complete && t.Effect == Disputed {
			return ErrComplete
		}
		return nil
	}
	return ErrNoTask
}
