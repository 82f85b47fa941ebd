namespace NeuralNet;

/// <summary>The factories of a program's classes, by kind (layer, loss, …) and class name.</summary>
internal sealed class CustomFactories
{
    private readonly Dictionary<(Type Kind, string ClassName), Func<Configuration, object>> factories = [];

    /// <returns>true if the factory was added; false if there is one for the kind and name already.</returns>
    public bool TryAdd<T>(string className, Func<Configuration, T> create)
        where T : class => factories.TryAdd((typeof(T), className), create);

    public Func<Configuration, object>? Find<T>(string className) => factories.GetValueOrDefault((typeof(T), className));
}
