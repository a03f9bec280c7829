package slip

import "time"

// rules says for each kind what its data must hold.
var rules = map[Kind]func(*Data) error{
	Ready:          func(d *Data) error { return nil },
	Unavailable:    func(d *Data) error { return required("reason", d.Reason) },
	AmountStated:   needAmount,
	PickedUp:       func(d *Data) error { return nil },
	HandedOver:     checkHandedOver,
	ChequeReturned: func(d *Data) error { return first(needAmount(d), checkMark(d.Mark)) },
	AttemptFailed: func(d *Data) error {
		return first(required("reason", d.Reason),
			oneOf("reason", d.Reason, "noAnswer", "refused", "wrongAddress", "broken", "notReady", "other"),
			oneOf("goods", d.Goods, "", "inVehicle", "leftSafe", "none"))
	},
	GoodsReturned: func(d *Data) error {
		return first(required("to", d.To), oneOf("to", d.To, string(AtMerchant), string(AtService)))
	},
	Corrected: func(d *Data) error { return required("entry", d.Entry) },
	Note:      func(d *Data) error { return required("text", d.Text) },
	Alert:     func(d *Data) error { return required("text", d.Text) },
	Opened:    func(d *Data) error { return nil },

	Created: func(d *Data) error {
		if d.Sheet == nil {
			return ErrRequired.on("sheet")
		}
		return first(required("number", d.Number), required("day", d.Day), checkDay(d.Day))
	},
	Edited: func(d *Data) error { return checkDay(d.Day) },
	SentToMerchant: func(d *Data) error {
		return first(required("channel", d.Channel), oneOf("channel", d.Channel, "print", "mail", "phone", "page"))
	},
	Assigned:  func(d *Data) error { return nil },
	Cancelled: func(d *Data) error { return required("reason", d.Reason) },
	Reopened:  func(d *Data) error { return required("reason", d.Reason) },
	Settled: func(d *Data) error {
		return first(required("entry", d.Entry), required("reason", d.Reason),
			required("decision", d.Decision), oneOf("decision", d.Decision, Accept, Dismiss))
	},
}

func checkHandedOver(d *Data) error {
	if err := first(required("payment", d.Payment), oneOf("payment", d.Payment, PayCheque, PayOwed, PayNone)); err != nil {
		return err
	}
	if d.Payment == PayCheque && d.AmountCents == 0 {
		return ErrNoAmount.on("amountCents") // no blank cheque, ever
	}
	if d.Payment == PayOwed && d.Reason == "" {
		return ErrRequired.on("reason")
	}
	return checkMark(d.Mark)
}

func needAmount(d *Data) error {
	if d.AmountCents == 0 {
		return ErrNoAmount.on("amountCents")
	}
	return nil
}

// checkMark wants exactly one way of marking: strokes, a reason with a witness,
// or paper.
func checkMark(m *MarkData) error {
	if m == nil {
		return ErrNoMark.on("mark")
	}
	if m.CannotSign != "" {
		if m.Witness == "" {
			return ErrRequired.on("mark.witness")
		}
		return nil
	}
	if m.Paper || m.Points > 0 {
		return nil
	}
	if len(m.Strokes) == 0 {
		return ErrNoMark.on("mark")
	}
	return checkStrokes(m)
}

func checkStrokes(m *MarkData) error {
	if m.bad || len(m.Strokes) > MaxStrokes || m.W <= 0 || m.H <= 0 {
		return ErrBadStrokes.on("mark.strokes")
	}
	return nil
}

func checkCommon(d *Data) error {
	if d.AmountCents < 0 || d.AmountCents > MaxCents || (d.Sheet != nil && (d.Sheet.Amount < 0 || d.Sheet.Amount > MaxCents)) {
		return ErrBadAmount.on("amountCents")
	}
	if d.Bags < 0 || d.Bags > maxCount {
		return ErrBadData.on("bags")
	}
	if d.Position < 0 || d.Position > maxCount {
		return ErrBadData.on("position")
	}
	if len(d.Lines) > MaxLines || len(d.Called) > 10 || (d.Sheet != nil && len(d.Sheet.Lines) > MaxLines) {
		return ErrTooMany
	}
	for _, l := range d.Lines {
		if err := first(required("lines.line", l.Line), oneOf("lines.state", l.State, "taken", "missing", "replaced"), checkText("lines.note", l.Note)); err != nil {
			return err
		}
	}
	if d.Mark != nil {
		if err := first(checkText("mark.name", d.Mark.Name), checkText("mark.cannotSign", d.Mark.CannotSign), checkText("mark.witness", d.Mark.Witness)); err != nil {
			return err
		}
	}
	return first(oneOf("check", d.Check, "", "qr", "code", "none"),
		checkText("reason", d.Reason), checkText("note", d.Note), checkText("text", d.Text), checkText("payee", d.Payee),
		checkText("checkReason", d.CheckReason), checkText("visit", d.Visit), checkText("driver", d.Driver))
}

func checkDay(day string) error {
	if day == "" {
		return nil
	}
	if _, err := time.Parse("2006-01-02", day); err != nil {
		return ErrBadData.on("day")
	}
	return nil
}

func required(field, s string) error {
	if s == "" {
		return ErrRequired.on(field)
	}
	return nil
}

func oneOf(field, s string, allowed ...string) error {
	for _, a := range allowed {
		if s == a {
			return nil
		}
	}
	return ErrBadData.on(field)
}

func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
