// What the bundler asks for instead of jsx-runtime while developing.
export {Fragment, jsx as jsxDEV, type JSX} from './jsx-runtime';
