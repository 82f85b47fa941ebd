namespace NeuralNet.Generators;

/// <summary>A marked class and the place of its name in the source.</summary>
internal sealed record LocatedClass(ConfigurableClass Class, Place Place);
