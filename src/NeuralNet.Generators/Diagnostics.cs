using Microsoft.CodeAnalysis;

namespace NeuralNet.Generators;

/// <summary>The diagnostics about classes that cannot be served. Each message names the class, the reason and what to do.</summary>
internal static class Diagnostics
{
    public static readonly DiagnosticDescriptor NotPartial = Error(
        "NN0001", "A configurable class is partial", "Declare '{0}' partial, so that its properties and its saving can be generated");

    public static readonly DiagnosticDescriptor NotPlain = Error(
        "NN0002", "A configurable class can be made by itself",
        "'{0}' is {1}; [Configurable] serves classes that are neither abstract nor generic, stand in a namespace, not in another class, and "
        + "are visible outside their file");

    public static readonly DiagnosticDescriptor NoKind = Error(
        "NN0003", "A configurable class is of a kind",
        "'{0}' derives from none of the kinds that [Configurable] serves: {1}");

    public static readonly DiagnosticDescriptor Constructors = Error(
        "NN0004", "A configurable class has one public constructor",
        "'{0}' has {1} public constructors, but its settings follow from one. Leave one public constructor, or write 'WriteTo' and "
        + "'From' by hand.");

    public static readonly DiagnosticDescriptor UnknownType = Error(
        "NN0005", "A setting has a type that a file can hold",
        "The parameter '{1}' of '{0}' has the type '{2}', which a file cannot hold. It can hold int, float, double, bool, string, "
        + "enumerations, lists of int, float and string, Tensor, Shape, Axes, and objects such as Activation or Initializer.");

    public static readonly DiagnosticDescriptor NotKept = Error(
        "NN0006", "A setting is kept",
        "'{0}' does not keep its parameter '{1}', so it cannot be saved. Keep it in a field '{1}' or a property '{2}' of a type that it "
        + "converts to, or declare the parameters behind the name of the class.");

    public static readonly DiagnosticDescriptor NameIsTaken = Error(
        "NN0007", "A setting's property has a name of its own",
        "The parameter '{1}' of '{0}' would become the property '{2}', but {3}. Rename the parameter, or keep it in a field '{1}', which "
        + "is then saved without a property.");

    public static readonly DiagnosticDescriptor DefaultOfOptional = Error(
        "NN0008", "A setting that may be null is null by default",
        "The parameter '{1}' of '{0}' may be null but has another default, which a file cannot tell from null. Make null the default, or "
        + "the type one that is not nullable.");

    public static readonly DiagnosticDescriptor SameName = Error(
        "NN0009", "A class has a name of its own in files",
        "'{0}' and '{1}' have the same name '{2}' in files. Give one of them another: [Configurable(ClassName = \"…\")].");

    public static readonly DiagnosticDescriptor SameSetting = Error(
        "NN0010", "A setting has a name of its own in files",
        "The parameter '{1}' of '{0}' has the name '{2}' in files, which {3}. Give it another: [Setting(\"…\")].");

    public static readonly DiagnosticDescriptor NotByValue = Error(
        "NN0011", "A setting is passed by value",
        "The parameter '{1}' of '{0}' is declared '{2}', but a setting is one value, which the generated code passes on. Remove '{2}'.");

    public static readonly DiagnosticDescriptor SameAlias = Error(
        "NN0012", "A further name stands for one class",
        "The name '{2}' stands for both '{0}' and '{1}', but a further name, which [Configurable(\"…\")] gives, stands for one class. "
        + "Remove it from one of them.");

    public static readonly DiagnosticDescriptor NameOfLibrary = Warning(
        "NN0013", "A class has another name in files than the library's classes",
        "'{0}' has the name '{1}' in files, as the library's {2} '{1}': Model.Load makes '{0}' of either where it is given the classes "
        + "of this program. Give it another name by [Configurable], or suppress this warning where '{0}' is meant to replace the "
        + "library's.");

    public static readonly DiagnosticDescriptor EmptyName = Error(
        "NN0014", "A name in files has a letter",
        "The name in files that {0} is given is empty. Write a name, or leave it out: the name then follows from the identifier.");

    public static readonly DiagnosticDescriptor Flags = Error(
        "NN0015", "A setting is one member of an enumeration",
        "The parameter '{1}' of '{0}' has the type '{2}', whose values combine flags, but a file holds the name of one member. Declare a "
        + "bool for each flag, or write the setting by a method 'Write{3}' and read it by a method 'Read{3}'.");

    public static readonly DiagnosticDescriptor NotFinite = Error(
        "NN0016", "A setting is finite by default",
        "The parameter '{1}' of '{0}' is {2} by default, but a file holds finite numbers only. Make the parameter '{3}? {1} = null', or its "
        + "default finite.");

    private static DiagnosticDescriptor Error(string id, string title, string message) =>
        new(id, title, message, "NeuralNet", DiagnosticSeverity.Error, isEnabledByDefault: true);

    private static DiagnosticDescriptor Warning(string id, string title, string message) =>
        new(id, title, message, "NeuralNet", DiagnosticSeverity.Warning, isEnabledByDefault: true);
}
