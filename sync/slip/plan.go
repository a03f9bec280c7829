package slip

// plan folds a decision of the desk.
func (f *folder) plan(e *fact) {
	said := Said{Entry: e.ID, By: e.By, At: when(e.Entry), Text: e.d.Reason}
	if f.complete() && e.Kind != Settled && e.Kind != Assigned && e.Kind != SentToMerchant {
		f.dispute(e, codeComplete)
		return
	}
	switch e.Kind {
	case Created:
		if f.created {
			f.tell(codeAlready)
			return
		}
		f.created = true
		f.st.Number, f.st.Corrects = e.d.Number, e.d.Corrects
		f.write(e)
	case Edited:
		f.write(e)
	case SentToMerchant:
		f.st.Sent = e.d.Channel
		if f.st.Goods.State == GoodsOrdered {
			at := said.At
			f.st.Goods.State, f.st.Goods.Since = GoodsSent, &at
		}
	case Assigned:
		f.st.Plan = Plan{Driver: e.d.Driver, Round: e.d.Round, Position: e.d.Position, Vehicle: e.d.Vehicle}
	case Cancelled:
		f.st.Cancelled = &said
	case Reopened:
		f.st.Cancelled = nil
	}
}

// write takes day and sheet; the sheet's amount is a stated amount.
func (f *folder) write(e *fact) {
	if e.d.Day != "" {
		f.st.Day = e.d.Day
	}
	if e.d.Sheet != nil {
		f.sheet = *e.d.Sheet
		sheet := f.sheet
		f.st.Sheet = &sheet
		f.state(e, f.sheet.Amount)
	}
}
