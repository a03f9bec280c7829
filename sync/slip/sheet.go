package slip

// Sheet is what the desk writes on a slip: the parties and the lines, as passed
// on to driver and merchant (scenario 12). It is replaced as a whole by Edited.
type Sheet struct {
	Household Household `json:"household"`
	Merchant  Merchant  `json:"merchant"`
	Lines     []Line    `json:"lines"`
	Direct    bool      `json:"direct,omitempty"`    // the person ordered at the shop; the amount comes at pick-up (13)
	NoPayment bool      `json:"noPayment,omitempty"` // gifts only: no cheque is expected
	Amount    int64     `json:"amountCents,omitempty"`
	Note      string    `json:"note,omitempty"`  // from the desk to the driver
	Codes     []string  `json:"codes,omitempty"` // begin of the SHA-256 of the QR's secret and of the typed code: a phone checks a scan offline (28)
}

// Household is the resident's side of a slip: what the driver needs, no more.
type Household struct {
	ID           string `json:"id"`
	Name         string `json:"name,omitempty"`
	Phone        string `json:"phone,omitempty"`
	Address      string `json:"address,omitempty"`
	Sector       string `json:"sector,omitempty"`
	Access       string `json:"access,omitempty"`       // floor, door code, dog
	Availability string `json:"availability,omitempty"` // as told on the telephone
	Emergency    string `json:"emergency,omitempty"`    // whom to call when nobody answers (33)
}

// Merchant is the shop's side of a slip.
type Merchant struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Trade   string `json:"trade,omitempty"`
	Phone   string `json:"phone,omitempty"`
	Address string `json:"address,omitempty"`
	Hours   string `json:"hours,omitempty"`
	Payee   string `json:"payee,omitempty"` // whom the cheque is made out to; never the service or the driver
}

// Line is one product line, as typed or dictated.
type Line struct {
	ID       string `json:"id"`
	Text     string `json:"text"`
	Quantity string `json:"quantity,omitempty"`
	Gift     bool   `json:"gift,omitempty"`
	Donor    string `json:"donor,omitempty"`
}
