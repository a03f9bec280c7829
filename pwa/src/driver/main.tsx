import { render } from 'preact';

render(<h1>Portage</h1>, document.getElementById('app')!);
