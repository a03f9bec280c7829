import type {ButtonHTMLAttributes, ComponentChildren, TargetedMouseEvent} from 'preact';
import {Icon, type IconName} from './icon';
import {Link} from './router';

type Look = 'primary' | 'secondary' | 'danger' | 'plain';

type ButtonProps = Omit<ButtonHTMLAttributes, 'icon'> & {
  readonly look?: Look;
  readonly icon?: IconName;
  readonly busy?: boolean;
  readonly type?: 'button' | 'submit';
  readonly children: ComponentChildren;
};

/**
 * At least 48 px high; a primary one is as wide as the phone. While busy it keeps the focus and
 * ignores presses: a `disabled` button would drop the focus to the top of the page.
 */
export function Button({
  look = 'secondary',
  icon,
  busy = false,
  type = 'button',
  children,
  onClick,
  ...rest
}: ButtonProps) {
  const press = (e: TargetedMouseEvent<HTMLButtonElement>) => {
    if (busy) e.preventDefault();
    else if (typeof onClick === 'function') onClick(e);
  };
  return (
    <button {...rest} type={type} class={`button ${look}`} aria-disabled={busy || undefined} onClick={press}>
      {icon && <Icon name={icon} />}
      <span>{children}</span>
    </button>
  );
}

type ButtonLinkProps = {
  readonly href: string;
  readonly look?: Look;
  readonly icon?: IconName;
  readonly onward?: boolean;
  readonly children: ComponentChildren;
};

export function ButtonLink({href, look = 'secondary', icon, onward, children}: ButtonLinkProps) {
  return (
    <Link href={href} class={`button ${look}`} {...(onward ? {onward} : {})}>
      {icon && <Icon name={icon} />}
      <span>{children}</span>
    </Link>
  );
}
