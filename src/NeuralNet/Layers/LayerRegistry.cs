namespace NeuralNet;

/// <summary>The layers that a file can stand for; a new one adds its line here.</summary>
internal static class LayerRegistry
{
    public static Registry<Layer> Create() => new Registry<Layer>("layer")
        .Add("InputLayer", InputLayer.From)
        .Add("Dense", Dense.From)
        .Add("Activation", ActivationLayer.From)
        .Add("Softmax", Softmax.From)
        .Add("LeakyReLU", LeakyReLU.From)
        .Add("PReLU", PReLU.From)
        .Add("ELU", ELU.From)
        .Add("Embedding", Embedding.From)
        .Add("BatchNormalization", BatchNormalization.From)
        .Add("LayerNormalization", LayerNormalization.From)
        .Add("UnitNormalization", UnitNormalization.From)
        .Add("Normalization", Normalization.From)
        .Add("Rescaling", Rescaling.From)
        .Add("CategoryEncoding", CategoryEncoding.From)
        .Add("Dropout", Dropout.From)
        .Add("AlphaDropout", AlphaDropout.From)
        .Add("GaussianNoise", GaussianNoise.From)
        .Add("Flatten", Flatten.From)
        .Add("Reshape", Reshape.From)
        .Add("GlobalAveragePooling1D", GlobalAveragePooling1D.From)
        .Add("GlobalMaxPooling1D", GlobalMaxPooling1D.From)
        .Add("Concatenate", Concatenate.From)
        .Add("Add", NeuralNet.Add.From)
        .Add("Subtract", Subtract.From)
        .Add("Multiply", Multiply.From)
        .Add("Average", Average.From)
        .Add("Maximum", Maximum.From);
}
