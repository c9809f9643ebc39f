package org.acme;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** A row. */
@Entity
public class Fruit {
    public int weightInGrams;

    @Id
    public String name;
}
