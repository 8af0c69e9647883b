import { Component, type ReactNode } from "react";
import { Button } from "./Button";

interface Props {
  what: string;
  children: ReactNode;
}

// Boundary keeps a part of the page that broke from taking the rest with it.
export class Boundary extends Component<Props, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override render() {
    if (!this.state.broken) return this.props.children;
    return (
      <p className="nothing" role="alert">
        {this.props.what} could not be shown. <Button onClick={() => this.setState({ broken: false })}>Try again</Button>
      </p>
    );
  }
}
