using System.Text.Json.Nodes;

namespace NeuralNet.Tests;

/// <summary>Finds all classes of a kind in the library, so that the contract covers all of them.</summary>
internal static class Implementations
{
    /// <summary>Returns all classes of the library, public or not, that can be created, without nested classes.</summary>
    public static IEnumerable<Type> Of<T>() => typeof(T).Assembly.GetTypes().Where(
        type => type is { IsClass: true, IsAbstract: false, IsNestedPrivate: false } && typeof(T).IsAssignableFrom(type));

    /// <summary>Fails if a class has no example; the message names the file and the line to add.</summary>
    public static void RequireExamples<T>(IEnumerable<T> examples, string file, string line, params Type[] exempt)
        where T : class
    {
        var covered = examples.Select(example => example.GetType()).Concat(exempt).ToHashSet();
        Type[] missing = [.. Of<T>().Where(type => !covered.Contains(type))];
        Assert.True(
            missing.Length == 0,
            $"No example of: {string.Join(", ", missing.Select(type => type.Name))}. Each {typeof(T).Name} needs at least one, with settings "
            + $"that are not the defaults: add to {PathOf(file)} lines such as\n"
            + string.Join("\n", missing.Select(type => "    " + line.Replace("CLASS", type.Name, StringComparison.Ordinal))));
    }

    private static string PathOf(string file) => Path.GetRelativePath(
        Repository.Root, Directory.EnumerateFiles(Repository.Path("tests"), file, SearchOption.AllDirectories).Single());

    /// <summary>Returns the object that results from writing another one to the text of a file and reading it.</summary>
    public static T ThroughText<T>(IConfigurable original, Registry<T> registry)
        where T : class, IConfigurable
    {
        string text = Configuration.Describe(original).ToJsonString();
        T again = registry.Read(JsonNode.Parse(text)!.AsObject());
        Assert.Equal(original.GetType(), again.GetType());
        Assert.Equal(text, Configuration.Describe(again).ToJsonString());
        return again;
    }
}
