namespace NeuralNet.Generators;

/// <summary>The types that a file can hold.</summary>
internal enum SettingType
{
    Int32,
    Single,
    Double,
    Boolean,
    String,
    Enum,
    Int32List,
    OptionalInt32List,
    SingleList,
    StringList,
    Tensor,
    Shape,
    Axes,

    /// <summary>A value type that implements <c>ISettingValue</c>: a <c>Size2D</c>, for example.</summary>
    Value,

    Layer,

    /// <summary>An object of one of the kinds: an activation, an initializer, …</summary>
    Object,

    /// <summary>A type that no file holds: a callback may have parameters of any.</summary>
    Other,
}

/// <summary>A parameter of the constructor with everything that the generated code needs of it.</summary>
/// <param name="Parameter">The parameter's name.</param>
/// <param name="Key">The name in files.</param>
/// <param name="Type">The type of the value in files.</param>
/// <param name="TypeName">The parameter's type without <c>?</c>.</param>
/// <param name="ParameterType">The parameter's type.</param>
/// <param name="Default">The default value as C#; null for a required parameter.</param>
/// <param name="Property">The property to generate, as <c>type name</c>; null if the setting is readable already.</param>
/// <param name="Value">The expression of the setting's value within the class; null if a base class keeps and writes it.</param>
/// <param name="Reader">The class's own method that reads the setting; null for the generated way.</param>
/// <param name="Writer">The class's own method that writes the setting; null for the generated way.</param>
/// <param name="Documentation">The parameter's documentation, as it stands in the source.</param>
internal sealed record Setting(
    string Parameter,
    string Key,
    SettingType Type,
    string TypeName,
    string ParameterType,
    string? Default,
    string? Property,
    string? Value,
    string? Reader,
    string? Writer,
    string Documentation)
{
    /// <summary>
    /// Gets a value indicating whether the class keeps a copy of the list in a generated field, which later changes of the caller's list do
    /// not affect.
    /// </summary>
    public bool IsCopied { get; init; }

    /// <summary>The parameter's documentation, or its name where there is none.</summary>
    public string Summary => Documentation.Length > 0 ? Documentation : $"The setting <c>{Key}</c>.";

    /// <summary>The documentation of the property, in which "Whether …" becomes "Gets a value indicating whether …".</summary>
    public string PropertySummary => Summary.StartsWith("Whether ", StringComparison.Ordinal)
        ? $"Gets a value indicating w{Summary.Substring(1)}"
        : Summary;

    public bool IsNullable => ParameterType.EndsWith("?", StringComparison.Ordinal);
}
