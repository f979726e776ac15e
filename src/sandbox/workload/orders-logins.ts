/** The database of the sandbox's production. */
export const ORDERS_DATABASE = 'orders';

export interface Login {
  readonly user: string;
  readonly password: string;
}

/** Who may log in to the orders database. */
export interface OrdersLogins {
  /** The master user; owns everything. */
  readonly admin: Login;
  /** Reads every table, writes none: for baselines and checks. */
  readonly readonly: Login;
  /** The shop that takes the orders. */
  readonly app: Login;
}
