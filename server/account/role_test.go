package account_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/portage-livraison/portage/server/account"
)

// The whole table, written the other way round from the code: who may each thing.
var mayDo = map[account.Permission][]account.Role{
	account.ManageAccounts:  {account.Admin},
	account.ManageDrivers:   {account.Admin, account.Coordinator},
	account.ReadPeople:      {account.Admin, account.Coordinator, account.SocialWorker, account.OrderAgent},
	account.ReadAudit:       {account.Admin},
	account.ManageSettings:  {account.Admin},
	account.Export:          {account.Admin},
	account.ReadHouseholds:  {account.Coordinator, account.SocialWorker, account.OrderAgent},
	account.EditHouseholds:  {account.Coordinator, account.SocialWorker, account.OrderAgent},
	account.ReadRequests:    {account.Coordinator, account.SocialWorker, account.OrderAgent},
	account.EditRequests:    {account.Coordinator, account.SocialWorker, account.OrderAgent},
	account.Assess:          {account.SocialWorker},
	account.ReadAlerts:      {account.SocialWorker},
	account.ReadMerchants:   {account.Coordinator, account.SocialWorker, account.OrderAgent},
	account.EditMerchants:   {account.Coordinator},
	account.ReadOrders:      {account.Coordinator, account.SocialWorker, account.OrderAgent},
	account.EditOrders:      {account.Coordinator, account.OrderAgent},
	account.PlanRounds:      {account.Coordinator},
	account.FollowField:     {account.Coordinator},
	account.ReadFigures:     {account.Admin, account.Coordinator, account.SocialWorker, account.OrderAgent, account.Observer},
	account.Drive:           {account.Driver},
	account.ManageCampaigns: {account.Coordinator, account.OrderAgent},
	account.ReadLive:        {account.Admin, account.Coordinator, account.SocialWorker, account.OrderAgent},
}

func TestEveryRoleAndPermissionIsDecided(t *testing.T) {
	for p, roles := range mayDo {
		for _, r := range account.Roles {
			u := account.User{ID: "p1", Roles: []account.Role{r}}
			want := slices.Contains(roles, r)
			if u.May(p) != want {
				t.Errorf("%s may %s: %v, want %v", r, p, !want, want)
			}
			if err := u.Need(p); (err == nil) != want || !want && !errors.Is(err, account.ErrForbidden) {
				t.Errorf("%s needs %s: %v", r, p, err)
			}
		}
		if (account.User{Roles: account.Roles}).May(p) {
			t.Errorf("nobody may %s", p)
		}
		if !account.System.May(p) {
			t.Errorf("the system may not %s", p)
		}
	}
	for _, p := range account.Permissions(account.Roles) {
		if mayDo[p] == nil {
			t.Errorf("%s is granted but has no row in this test", p)
		}
	}
	if account.May([]account.Role{"root"}, account.ManageAccounts) {
		t.Error("an unknown role may something")
	}
}

func TestRolesAddUp(t *testing.T) {
	u := account.User{ID: "p1", Roles: []account.Role{account.Driver, account.OrderAgent}}
	if !u.May(account.Drive) || !u.May(account.EditOrders) || u.May(account.Assess) {
		t.Errorf("permissions of %v: %v", u.Roles, account.Permissions(u.Roles))
	}
	if err := (account.User{}).Need(account.ReadFigures); !errors.Is(err, account.ErrUnsigned) {
		t.Errorf("nobody: %v", err)
	}
}

func TestFreshness(t *testing.T) {
	now := time.Date(2026, 4, 3, 9, 0, 0, 0, time.UTC)
	u := account.User{ID: "p1", SignedIn: now.Add(-account.FreshFor)}
	if err := u.NeedFresh(now); err != nil {
		t.Errorf("at the bound: %v", err)
	}
	if err := u.NeedFresh(now.Add(time.Second)); !errors.Is(err, account.ErrNotFresh) {
		t.Errorf("after it: %v", err)
	}
}
