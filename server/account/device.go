package account

import "time"

// DeviceIdle is how long a phone may read without any contact.
const DeviceIdle = 30 * 24 * time.Hour

// Access is what a phone may do; the words are those of sync/README.md. In all
// three states the phone's acts are accepted.
type Access string

// The states. Neither Expired nor Revoked ever goes back to OK: enrolling again
// makes a new device.
//
//	ok ──30 days without contact──> expired
//	 └──────────a coordinator──────> revoked
const (
	AccessOK      Access = "ok"
	AccessExpired Access = "expired" // enrol again; acts are accepted, nothing is readable
	AccessRevoked Access = "revoked" // acts are accepted and flagged; the phone wipes what it can read
)

// Device is one installation of the app under one driver.
type Device struct {
	ID       string
	Person   string
	Name     string // the person's name now; not stored with the device
	Locale   string // the person's language now; not stored with the device
	Epoch    string // of the phone's local database: another epoch is a wiped phone
	Label    string // as the phone names itself
	Enrolled time.Time
	Charter  time.Time // when the driver accepted the charter
	Expired  time.Time // zero until it was found expired
	Revoked  time.Time // zero until revoked
	By       string    // person id of who revoked it
	Access   Access    // at the moment of the question; derived by At
}

// At returns d with Access as it is at now, for a phone last heard of at
// contact (zero: never since enrolment) whose driver may still drive or not.
// expired is true when this is the first time that it is seen to be expired:
// the caller stores that before anything else, since the contact that asks
// would make the phone look alive again.
func (d Device) At(now, contact time.Time, drives bool) (at Device, expired bool) {
	if contact.Before(d.Enrolled) {
		contact = d.Enrolled
	}
	switch {
	case !d.Revoked.IsZero() || !drives:
		d.Access = AccessRevoked
	case !d.Expired.IsZero():
		d.Access = AccessExpired
	case now.Sub(contact) > DeviceIdle:
		d.Access, d.Expired, expired = AccessExpired, now, true
	default:
		d.Access = AccessOK
	}
	return d, expired
}

// User is the driver behind d, acting through it.
func (d Device) User() User {
	return User{ID: d.Person, Name: d.Name, Roles: []Role{Driver}, Locale: d.Locale, Device: d.ID}
}
