namespace NeuralNet.Generators;

/// <summary>Names of the library's types and the accessibility of its members, as the code of a class has to write them.</summary>
internal static class LibraryNames
{
    /// <summary>The prefix of the library's types where a class stands in another namespace.</summary>
    public static string Prefix(this ConfigurableClass configurable) => configurable.Namespace == "NeuralNet" ? "" : "global::NeuralNet.";

    /// <summary>The accessibility of an overridden member that is <c>protected internal</c> in the library.</summary>
    public static string Protected(this ConfigurableClass configurable) => configurable.IsCore ? "protected internal" : "protected";

    /// <summary>The text of a documentation, or another one where there is none.</summary>
    public static string OrElse(this string documentation, string other) => documentation.Length > 0 ? documentation : other;
}
