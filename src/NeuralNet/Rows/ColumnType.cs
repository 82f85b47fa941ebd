namespace NeuralNet;

/// <summary>The type of the values of a column.</summary>
public enum ColumnType
{
#pragma warning disable CA1720 // Float32 and Float64 are the names that Keras and NumPy give these types.
    /// <summary>Numbers of 32 bits, which keep whole numbers up to 2²⁴ exactly.</summary>
    Float32,

    /// <summary>Numbers of 64 bits, which keep whole numbers up to 2⁵³ exactly.</summary>
    Float64,
#pragma warning restore CA1720

    /// <summary>The values true and false.</summary>
    Boolean,

    /// <summary>Dates, with or without a time of day.</summary>
    Date,

    /// <summary>Texts of which each occurs many times; a row stores the index of its category.</summary>
    Category,

    /// <summary>Texts of any kind.</summary>
    Text,
}
