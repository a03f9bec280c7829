// Package account says who people are to Portage and what they may: persons,
// roles, sessions, devices, enrolments and the audit log's chain, as values and
// rules. It is pure: no clock, no randomness, no storage, and it knows nothing
// of HTTP. Package access runs these rules against the store.
package account

import "slices"

// Role is what a person does for the service. A person may have several.
type Role string

// The roles of PRODUCT.md. A merchant has no account: a slip's code is enough.
const (
	Admin        Role = "admin"
	Coordinator  Role = "coordinator"
	SocialWorker Role = "socialWorker"
	OrderAgent   Role = "orderAgent"
	Driver       Role = "driver"
	Observer     Role = "observer" // elected member or partner: figures without names
)

// Roles lists every role, in the order in which screens show them.
var Roles = []Role{Admin, Coordinator, SocialWorker, OrderAgent, Driver, Observer}

// Permission is one thing that somebody may do.
type Permission string

// The permissions. Use-cases ask for these and never for roles.
const (
	ManageAccounts  Permission = "accounts.manage"  // people of every role, password links
	ManageDrivers   Permission = "drivers.manage"   // people who only drive; enrolments, devices
	ReadPeople      Permission = "people.read"      // names and roles of colleagues
	ReadAudit       Permission = "audit.read"       // the audit log and its check
	ManageSettings  Permission = "settings.manage"  // opening and closing dates, retention
	Export          Permission = "export"           // every resident's data in one file
	ReadHouseholds  Permission = "households.read"  // contact, sector, needs
	EditHouseholds  Permission = "households.edit"  //
	ReadRequests    Permission = "requests.read"    // who called and for what, without the assessment
	EditRequests    Permission = "requests.edit"    // note a call
	Assess          Permission = "requests.assess"  // read and write the social assessment, refer
	ReadAlerts      Permission = "alerts.read"      // welfare alerts (scenario 35)
	ReadMerchants   Permission = "merchants.read"   //
	EditMerchants   Permission = "merchants.edit"   //
	ReadOrders      Permission = "orders.read"      // orders and slips
	EditOrders      Permission = "orders.edit"      // make, change, cancel; mark ready for a merchant who called
	PlanRounds      Permission = "rounds.plan"      // assign, move, transfer
	FollowField     Permission = "field.follow"     // cheques outstanding, flagged, disputed and held entries
	ReadFigures     Permission = "figures.read"     // counts without names
	Drive           Permission = "drive"            // own rounds
	ManageCampaigns Permission = "campaigns.manage" // parcels, donated lots, loans
	ReadLive        Permission = "live.read"        // the feed of changes: kinds and ids only
)

// granted is the whole of who may do what.
var granted = map[Role][]Permission{
	Admin: {ManageAccounts, ManageDrivers, ReadPeople, ReadAudit, ManageSettings, Export, ReadFigures, ReadLive},
	Coordinator: {ManageDrivers, ReadPeople, ReadHouseholds, EditHouseholds, ReadRequests, EditRequests,
		ReadMerchants, EditMerchants, ReadOrders, EditOrders, PlanRounds, FollowField, ReadFigures,
		ManageCampaigns, ReadLive},
	SocialWorker: {ReadPeople, ReadHouseholds, EditHouseholds, ReadRequests, EditRequests, Assess, ReadAlerts,
		ReadMerchants, ReadOrders, ReadFigures, ReadLive},
	OrderAgent: {ReadPeople, ReadHouseholds, EditHouseholds, ReadRequests, EditRequests, ReadMerchants,
		ReadOrders, EditOrders, ReadFigures, ManageCampaigns, ReadLive},
	Driver:   {Drive},
	Observer: {ReadFigures},
}

// May says whether any of the roles grants p. An unknown role grants nothing.
func May(roles []Role, p Permission) bool {
	return slices.ContainsFunc(roles, func(r Role) bool { return slices.Contains(granted[r], p) })
}

// Permissions lists what the roles grant together, each once, sorted.
func Permissions(roles []Role) []Permission {
	var all []Permission
	for _, r := range roles {
		all = append(all, granted[r]...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}
