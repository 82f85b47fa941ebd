using System;
using NeuralNet;

namespace My.Callbacks;

/// <summary>A callback: its settings are readable and of any type.</summary>
/// <param name="monitor">The watched figure.</param>
/// <param name="report">What is called.</param>
[Configurable]
public sealed partial class Watcher(string monitor = "val_loss", Action<string>? report = null) : Callback
{
    /// <summary>Calls what is to be called.</summary>
    public void Call() => report?.Invoke(monitor);
}
