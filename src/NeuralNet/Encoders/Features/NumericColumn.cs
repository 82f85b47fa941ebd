namespace NeuralNet;

/// <summary>The numbers of a column, for the features that take numbers.</summary>
internal static class NumericColumn
{
    private const string Float64Name = "float64";

    /// <summary>Returns the number of a row that has a value.</summary>
    /// <exception cref="ArgumentException">The number is not finite in float32.</exception>
    public static double NumberAt(ColumnFeature feature, IRows rows, Column column, int row)
    {
        double number = column.GetNumber(row);
        return float.IsFinite((float)number)
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
    public static double? CheckFill(double? fillValue, MissingValues missing) => fillValue is null || missing != MissingValues.Error
        ? fillValue
        : throw new ArgumentException("There is a value for missing values, which are an error.", nameof(fillValue));

    /// <summary>Writes whether the arithmetic of a feature is that of float64; float32, the default, is not written.</summary>
    public static void WriteDataType(Configuration configuration, bool isFloat64)
    {
        if (isFloat64)
            configuration.Set("dtype", Float64Name);
    }

    /// <summary>Returns whether the arithmetic of a feature is that of float64.</summary>
    public static bool IsFloat64In(Configuration configuration) => configuration.GetString("dtype") switch
    {
        null or "float32" => false,
        Float64Name => true,
        var other => throw new FormatException($"The setting 'dtype' should be float32 or float64; it is {other}."),
    };

    /// <summary>Reads a number that may be absent, in the precision of the feature.</summary>
    public static double? NumberIn(Configuration configuration, string name, bool isFloat64) =>
        isFloat64 && configuration.Contains(name) ? configuration.GetDouble(name) : configuration.GetOptionalSingle(name);

    /// <summary>Writes a number in the precision of the feature.</summary>
    public static void Write(Configuration configuration, string name, double value, bool isFloat64)
    {
        if (isFloat64)
            configuration.Set(name, value);
        else
            configuration.Set(name, (float)value);
    }
}
