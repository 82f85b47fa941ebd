namespace NeuralNet.Data;

/// <summary>The origin of the type of a column.</summary>
internal enum TypeOrigin
{
    /// <summary>The first rows of the file.</summary>
    Inferred,

    /// <summary>The table of <see cref="CsvOptions.Like"/>.</summary>
    Like,

    /// <summary>The option <see cref="CsvOptions.Types"/>.</summary>
    Types,
}
