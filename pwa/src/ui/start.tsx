import {render, type JSX} from 'preact';
import {followLang} from '../i18n/lang';
import './css/index.css';
import {broken, Guard} from './fault-screen';
import {followLook} from './look';
import {useWorker} from './update';

/** Draws an area and starts what every area needs. */
export function start(area: () => JSX.Element): void {
  followLang();
  followLook();
  const root = document.getElementById('app');
  if (!root) throw new Error('the page has no #app');
  const Area = area;
  addEventListener('error', e => {
    if (!root.hasChildNodes()) broken.value = e.error;
  });
  render(
    <Guard>
      <Area />
    </Guard>,
    root,
  );
  void useWorker();
}
