"""Papers typed as text that more than one test reads."""

from __future__ import annotations

# Three parties level with each other, a heading of rates by the hundred pounds, and a slip with the buyer's name.
FREIGHT_BILL = """
TRI-RIVERS MOTOR LINES                                  FREIGHT BILL 417-882931
                                                        Date 03/11/2026

SHIPPER               CONSIGNEE              BILL TO (PREPAID)
HOLLIS PUMP WORKS     BRANDT SYSTEMS         BRANDT SYSTEMS INC
DALTON GA 30721       FORT WAYNE IN 46825    FORT WAYNE IN 46825

PCS  TYPE  HM  DESCRIPTION OF ARTICLES    NMFC     CLASS  WEIGHT (LB)  RATE/CWT   CHARGES
  4  PLT       PUMPS, IRON                133300   85           3,140     42.16  1,323.82
  1  DRM   X   RESIN SOLUTION             149980   60             488     36.44    177.83

                                          PAY THIS AMOUNT                        1,501.65

BRANDT SYSTEMS INC        REMIT: PO BOX 88120 CHATTANOOGA TN 37422
"""
