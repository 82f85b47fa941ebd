namespace NeuralNet;

/// <summary>The numbers of a column, for the features that take numbers.</summary>
internal static class NumericColumn
{
    /// <summary>Returns the number of a row that has a value, as float32.</summary>
    /// <exception cref="ArgumentException">The number is not finite in float32.</exception>
    public static float NumberAt(ColumnFeature feature, IRows rows, Column column, int row)
    {
        float number = (float)column.GetNumber(row);
        return float.IsFinite(number)
            ? number
            : throw feature.WrongValue(rows, column, row, "takes finite numbers of float32. Correct the value or remove the row.");
    }

    /// <summary>Returns the integer of a row that has a value.</summary>
    /// <exception cref="ArgumentException">The number is no integer, or beyond the range in which a double is exact.</exception>
    public static long IntegerAt(ColumnFeature feature, IRows rows, Column column, int row)
    {
        const double MaxInteger = 1L << 53;
        double number = column.GetNumber(row);
        return Math.Abs(number) <= MaxInteger && number == Math.Floor(number)
            ? (long)number
            : throw feature.WrongValue(rows, column, row, "takes whole numbers of at most 2⁵³. Correct the value, or state a "
                + "feature of floats or strings.");
    }

    /// <summary>Validates a value for missing ones that a file holds.</summary>
    public static float? CheckFill(float? fillValue, MissingValues missing) => fillValue is null || missing != MissingValues.Error
        ? fillValue
        : throw new ArgumentException("There is a value for missing values, which are an error.", nameof(fillValue));
}
