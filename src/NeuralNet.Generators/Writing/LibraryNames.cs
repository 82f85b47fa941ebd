namespace NeuralNet.Generators;

/// <summary>Names the library's types and the accessibility of its members for the code of a class.</summary>
internal static class LibraryNames
{
    /// <summary>Returns the prefix of the library's types where a class stands in another namespace.</summary>
    public static string Prefix(this ConfigurableClass configurable) => configurable.Namespace == "NeuralNet" ? "" : "global::NeuralNet.";

    /// <summary>Returns the accessibility of an overridden member that is <c>protected internal</c> in the library.</summary>
    public static string Protected(this ConfigurableClass configurable) => configurable.IsCore ? "protected internal" : "protected";

    /// <summary>Returns a documentation, or another one where there is none.</summary>
    public static string OrElse(this string documentation, string other) => documentation.Length > 0 ? documentation : other;
}
