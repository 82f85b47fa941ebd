namespace NeuralNet;

/// <summary>How to make the classes of a user that a file names, by kind (layer, loss, …) and class name.</summary>
internal sealed class CustomFactories
{
    private readonly Dictionary<(Type Kind, string ClassName), Func<Configuration, object>> factories = [];

    /// <returns>Whether it was added; false if there is one for this kind and name already.</returns>
    public bool TryAdd<T>(string className, Func<Configuration, T> create)
        where T : class => factories.TryAdd((typeof(T), className), create);

    public Func<Configuration, object>? Find<T>(string className) => factories.GetValueOrDefault((typeof(T), className));
}
