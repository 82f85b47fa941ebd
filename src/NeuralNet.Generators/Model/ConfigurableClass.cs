namespace NeuralNet.Generators;

/// <summary>A marked class with everything that the generated code depends on.</summary>
internal sealed record ConfigurableClass(string Namespace, string Name, string Accessibility, Kind Kind)
{
    /// <summary>The name in files.</summary>
    public string ClassName { get; init; } = "";

    /// <summary>The further names that the attribute gives.</summary>
    public EquatableArray<string> Aliases { get; init; }

    /// <summary>
    /// The names by which a user may ask for the class: its name in snake case, unless an alias is the same, and the aliases.
    /// </summary>
    public IEnumerable<string> Names => Aliases.Any(alias => Spelled(alias) == Spelled(ClassName))
        ? Aliases
        : Aliases.Prepend(SnakeCase.Of(ClassName));

    public EquatableArray<Setting> Settings { get; init; }

    /// <summary>Gets a value indicating whether the class belongs to the assembly of its kind, where internal types are at hand.</summary>
    public bool IsCore { get; init; }

    /// <summary>The value of the kind's <see cref="Kind.NameProperty"/>; null if the class has its own.</summary>
    public string? NameValue { get; init; }

    /// <summary>Gets a value indicating whether <c>ClassName</c> is overridden.</summary>
    public bool OverridesClassName { get; init; }

    /// <summary>Gets a value indicating whether <c>WriteTo</c> is generated.</summary>
    public bool HasWriteTo { get; init; }

    /// <summary>Gets a value indicating whether a base class below the kind writes settings too.</summary>
    public bool CallsBaseWriteTo { get; init; }

    /// <summary>Gets a value indicating whether <c>From</c> is generated.</summary>
    public bool HasFrom { get; init; }

    /// <summary>Gets a value indicating whether a base class has a method <c>From</c> that the class's own hides.</summary>
    public bool HidesFrom { get; init; }

    /// <summary>
    /// Gets a value indicating whether the class makes its objects by a method <c>From</c>, generated or not; otherwise by <c>new</c>.
    /// </summary>
    public bool IsMadeByFrom { get; init; }

    /// <summary>Gets a value indicating whether a layer gets a fluent method.</summary>
    public bool HasFluentMethod { get; init; }

    /// <summary>Gets a value indicating whether a layer joins several nodes.</summary>
    public bool IsMerging { get; init; }

    /// <summary>Gets a value indicating whether the kind gets a ready-made object or a method that makes one.</summary>
    public bool HasInstance { get; init; }

    /// <summary>Gets a value indicating whether a loss gets a ready-made metric as well.</summary>
    public bool HasMetricInstance { get; init; }

    /// <summary>The using directives that the references of the documentation need.</summary>
    public string Usings { get; init; } = "";

    /// <summary>The summary of the class's documentation, as it stands in the source.</summary>
    public string Summary { get; init; } = "";

    /// <summary>The exceptions that the constructor is documented to throw, as XML.</summary>
    public string Exceptions { get; init; } = "";

    /// <summary>The diagnostics to report.</summary>
    public EquatableArray<Problem> Problems { get; init; }

    /// <summary>Gets a value indicating whether code is generated for the class, which an error prevents.</summary>
    public bool IsServed => Problems.All(problem => !problem.IsError);

    /// <summary>Gets a value indicating whether there is anything to write into the class itself.</summary>
    public bool HasPart => Settings.Any(setting => setting.Property is not null || setting.IsCopied)
        || NameValue is not null || OverridesClassName || HasWriteTo || HasFrom;

    /// <summary>Gets a value indicating whether there is anything to write into the class or beside it.</summary>
    public bool HasFile => HasPart || HasFluentMethod || (HasInstance && !IsCore);

    /// <summary>The class's name without its kind: of the fluent method and the ready-made object.</summary>
    public string ShortName => Name.EndsWith(Kind.Suffix, StringComparison.Ordinal) && Name.Length > Kind.Suffix.Length
        ? Name.Substring(0, Name.Length - Kind.Suffix.Length)
        : Name;

    public string FullName => Namespace.Length > 0 ? $"{Namespace}.{Name}" : Name;

    /// <summary>
    /// Gets a value indicating whether the ready-made object is a property, as no argument is required. Activations with settings are made
    /// by a method.
    /// </summary>
    public bool IsInstanceProperty => Settings.Count == 0
        || (!Kind.IsFunction && Settings.All(setting => setting.Default is not null));

    /// <summary>Returns a name in capitals and without underscores, in which two spellings of it may differ.</summary>
    public static string Spelled(string name) => name.Replace("_", "").ToUpperInvariant();
}
