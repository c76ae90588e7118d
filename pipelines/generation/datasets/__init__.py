"""What one school says in each dataset: true rows, as codes and typed values, drawn from the people and places of the country."""
