import { render } from "preact";
import "./style/index.css";
render(<p />, document.getElementById("app")!);
