using System.Globalization;
using NeuralNet.Tests;

// The program that a test starts in a child process, to kill it or let it fail: it saves models, or runs the training of a name in a
// folder, which waits after a number of batches.
switch (args[0])
{
    case SavingProcess.Name:
        SavingProcess.SaveForEver(args[1]);
        break;
    case SavingProcess.HalfName:
        SavingProcess.SaveHalf(args[1]);
        break;
    case SavingProcess.LimitedName:
        SavingProcess.SaveOnce(args[1]);
        break;
    default:
        ResumableTraining.RunChild(args[0], args[1], int.Parse(args[2], CultureInfo.InvariantCulture));
        break;
}
