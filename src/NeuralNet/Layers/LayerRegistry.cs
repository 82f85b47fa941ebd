namespace NeuralNet;

/// <summary>The layers that a file can stand for; a new one adds its line here.</summary>
internal static class LayerRegistry
{
    public static Registry<Layer> Create() => new Registry<Layer>("layer")
        .Add("InputLayer", InputLayer.From)
        .Add("Dense", Dense.From)
        .Add("Activation", ActivationLayer.From)
        .Add("Dropout", Dropout.From)
        .Add("Flatten", Flatten.From)
        .Add("Concatenate", Concatenate.From)
        .Add("Add", NeuralNet.Add.From);
}
