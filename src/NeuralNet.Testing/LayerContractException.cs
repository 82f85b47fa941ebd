namespace NeuralNet.Testing;

/// <summary>The exception that is thrown where a layer breaks a rule of the contract.</summary>
public sealed class LayerContractException : Exception
{
    internal LayerContractException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
