// Small choices kept in this browser. A browser that refuses storage loses the choice, never the screen.

export function kept<T extends string>(name: string, is: (v: string) => v is T, otherwise: T): T {
  try {
    const v = localStorage.getItem(`portage.${name}`);
    return v !== null && is(v) ? v : otherwise;
  } catch {
    return otherwise; // storage is blocked: private session, policy
  }
}

export function keep(name: string, value: string): void {
  try {
    localStorage.setItem(`portage.${name}`, value);
  } catch {
    // The choice holds until the page is left, which is all that can be done.
  }
}
